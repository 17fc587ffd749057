import Matching
import Testing

private let dictionary = """
    机器 3000 n
    学习 9000 v
    机器学习 800 n
    数据 9000 n
    分析 8000 v
    分析师 500 n
    工程 4000 n
    工程师 3000 n
    后端 300 n
    开发 9000 v
    研究 5000 v
    研究生 900 n
    生命 2000 n
    生 1000 v
    命 900 n
    C++ 3 nz
    卡拉OK 3 n
    """

@Suite struct SegmenterTests {
    let segmenter = Segmenter(dictionary: Array(dictionary.utf8))

    @Test(arguments: [
        ("数据分析", "数据 分析"),
        // Of two ways the one whose words are the more frequent together.
        ("研究生命", "研究 生命"),
        // A long word, then the words in it.
        ("机器学习工程师", "机器学习 机器 学习 工程师 工程"),
        // No word is known: pairs; one character alone stays.
        ("浙江磊铭", "浙江 江磊 磊铭"),
        ("磊", "磊"),
        ("磊铭数据", "磊铭 数据"),
        // What says nothing alone parts the pairs.
        ("磊铭的岛港", "磊铭 岛港"),
        ("", ""),
    ])
    func chinese(_ text: String, _ words: String) { #expect(segmenter.words(text).joined(separator: " ") == words) }

    @Test(arguments: [
        ("C++/C#、.NET", "c++ c# .net"),
        ("Node.js", "node.js node js"),
        ("ASP.NET", "asp.net asp .net"),
        ("5G通信", "5g 通信"),
        ("Java后端", "java 后端"),
        ("Ｊａｖａ　Ｃ＋＋", "java c++"),
        ("Éclair ПИТОН", "éclair питон"),
        ("Spring Boot.", "spring boot"),
        // Numbers of lists and amounts are no words, names are.
        ("1. 3-5 20.5 985", "985"),
        ("--- ... +++ ###", ""),
        ("e-mail", "e-mail mail"),
        ("A🙂B", "a b"),
    ])
    func latin(_ text: String, _ words: String) { #expect(segmenter.words(text).joined(separator: " ") == words) }

    @Test func withoutDictionaryThereArePairs() {
        #expect(Segmenter(dictionary: []).words("数据分析 Go") == ["数据", "据分", "分析", "go"])
    }

    @Test func whatIsNoLineOfADictionaryIsPassedOver() {
        let broken = Segmenter(dictionary: Array("数据\n\n分析 -5 x\n 7\n研究 99999999999999999999999\nabc 5\n".utf8) + [0xE4, 0xB8, 0x0A, 0xFF, 0xFE, 0xE4])
        #expect(broken.words("数据分析研究") == ["数据", "分析", "研究"])
    }

    /// A run longer than what is cut at once.
    @Test func longRunsAreCutWhole() {
        let words = segmenter.words(String(repeating: "数据", count: 5000))
        #expect(words.count == 5000)
        #expect(Set(words) == ["数据"])
    }
}
