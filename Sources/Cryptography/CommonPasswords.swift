/// What people type when they want to be done: in lower case, from world-wide habits and Chinese ones
/// (digits that sound like words, pinyin, keyboard patterns, the city).
enum CommonPasswords {
    static let list: Set<String> = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Any stretch of these, forwards or backwards, is common.
    static let runs = [
        "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm", "q1w2e3r4t5y6u7i8o9p0",
        "a1b2c3d4e5f6g7h8", "!@#$%^&*()", "147258369", "159753", "741852963",
    ]

    private static let text = """
        password password1 passw0rd p@ssw0rd p@ssword pa$$word password! pass1234 passwd admin admin123 admin888 administrator
        root root123 toor test test123 testtest guest user user123 demo demo123 letmein welcome welcome1 changeme default secret
        iloveyou monkey dragon master sunshine princess football baseball superman batman shadow michael jordan23 charlie
        freedom whatever trustno1 starwars hello hello123 login login123 system manager oracle mysql postgres server
        computer internet windows microsoft google facebook iphone samsung huawei xiaomi tencent alibaba taobao weixin wechat
        qwerty qwerty123 qwertyuiop qwe123 qweasd qweasdzxc qweqwe asd123 asdasd asdf1234 asdfgh zxc123 zxcvbn zxcvbnm zaq12wsx
        zaq1zaq1 1qaz@wsx 1qaz!qaz !qaz2wsx 1qazxsw2 1q2w3e4r! q1w2e3 qwer1234 abcd1234 abc123 abc12345 abc123456 a123456 a1234567
        a12345678 a123456789 aa123456 aa123123 aaa111 as123456 zz123456 z123456 q123456 w123456 s123456 qq123456 qq123123 wang123
        123456a 123456abc 123abc 123qwe 123qweasd 12345qwert 1234qwer 123123a 123456aa 12345678a 123456789a 123456q 123456z
        123123 123123123 123321 112233 111222 121212 123654 131313 147258 159357 456789 654321 666888 696969 741852 789456 789456123
        888666 987654321 100200 110110 11223344 12341234 12344321 1234554321 123454321 123456654321 1314520 13145200 1314521 5201314
        520520 5211314 521521 520131400 7758258 7758521 7788521 584520 584131421 5845201314 1314159 3344520 3344521 woaini woaini520
        woaini1314 woaini521 woaini123 wo4ni woaiwo woaiwojia woaizhongguo woailaopo woaimama wodemima mima mima123 mima1234 meiyoumima
        wangjianwei zhangwei wangwei wangfang liwei lina zhangmin lijing wangjing liuwei nihao nihao123 nihaoma zhongguo zhonghua
        china china123 beijing shanghai guangzhou shenzhen shandong qingdao qingdao123 jinan tsingtao laoshan huangdao jiaozhou pijiu
        rencai rencaiyizhan yizhan yizhan123 zhengfu renshe rsj123 qdrc qdrc123 gongwuyuan gongzuo diannao xiaoxin xiaoming xiaohong
        laopo laogong baobao baobei tianya longlong dongdong caonima fuckyou fuck loveyou iloveu kobe24 nba123 lol123 dota123 cf123456
        """
}
