import Domain

/// Reads what a programme says of requests.
enum RequestReader {
    static func read(_ entry: Entry) -> RequestRules {
        let answer = counted(entry, "answer_within", "workdays", 1...60)
        entry.state("answer_within", Words("\(answer) 个工作日内首次答复", "The first answer within \(answer) working days"))
        let close = counted(entry, "close_within", "workdays", 1...250)
        entry.state("close_within", Words("\(close) 个工作日内办结", "Closed within \(close) working days"))
        if close < answer { entry.report("close_within", Words("办结早于首次答复", "It would be closed before it is answered")) }
        let reopen = counted(entry, "reopen_within", "days", 1...365)
        entry.state("reopen_within", Words("办结后 \(reopen) 天内可以重新打开", "It may be reopened within \(reopen) days"))
        let office = entry.text("office")
        entry.state("office", Words("附近没有驿站的，由部门承办", "An office has what no station is near to"))
        let bookings = entry.whole("mentor_bookings", in: 1...20)
        entry.state("mentor_bookings", Words("每人同时至多预约 \(bookings) 次导师", "One person holds at most \(bookings) hours of mentors"))
        let cancel = counted(entry, "mentor_cancel_before", "hours", 1...240)
        entry.state("mentor_cancel_before", Words("导师预约开始前 \(cancel) 小时可以取消", "A mentor's hour can be given back until \(cancel) hours before it"))
        let source = entry.source(Words("六找一站式服务", "Six things in one place"))
        entry.done()
        return RequestRules(
            clause: source.clause, answerWithin: answer, closeWithin: close, reopenWithin: reopen, office: office, mentorBookings: bookings, mentorCancelHours: cancel)
    }

    private static func counted(_ entry: Entry, _ key: String, _ unit: String, _ range: ClosedRange<Int>) -> Int {
        if !entry.has(key) { entry.report(Words("缺少 \(key)", "\(key) is missing"), instead: Words("写成“\(key): 2 \(unit)”", "write “\(key): 2 \(unit)”")) }
        return entry.counted(key, unit, in: range) ?? range.lowerBound
    }
}

extension ProgrammeCheck {
    /// The office is there.
    func requests() {
        guard let rules = programme.requests else { return }
        Self.known(rules.office, in: programme.offices.map(\.id), at: "requests.office", reading, "部门", "office")
    }
}
