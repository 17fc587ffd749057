import Domain

/// Reads what a programme says of requests.
enum RequestReader {
    static func read(_ entry: Entry) -> RequestRules {
        let answer = entry.counted("answer_within", "workdays", in: 1...60) ?? 1
        entry.state("answer_within", Words("\(answer) 个工作日内首次答复", "The first answer within \(answer) working days"))
        let close = entry.counted("close_within", "workdays", in: 1...250) ?? 1
        entry.state("close_within", Words("\(close) 个工作日内办结", "Closed within \(close) working days"))
        let source = entry.source(Words("六找一站式服务", "Six things in one place"))
        entry.done()
        return RequestRules(clause: source.clause, answerWithin: answer, closeWithin: close)
    }
}
