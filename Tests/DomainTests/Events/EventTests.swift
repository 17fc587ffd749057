import Domain
import Testing

@Suite struct EventOfferOrderTests {
    private func candidate(_ id: String, _ field: String = "ai", _ capacity: Int? = 100, _ score: Int? = nil, day: Int = 18_000) -> EventOfferOrder.Candidate {
        .init(id: id, field: field, capacity: capacity, score: score, recognisedOn: Day(number: day))
    }

    private func order(_ candidates: [EventOfferOrder.Candidate], field: String? = "ai", seats: Int = 80) -> [String] {
        EventOfferOrder.ranked(candidates, field: field, seats: seats, order: [.field, .capacity, .score]).map(\.candidate.id)
    }

    @Test func fieldComesBeforeCapacityAndCapacityBeforeScore() {
        #expect(order([candidate("other", "software", 500, 99), candidate("unknown", "ai", nil, 99), candidate("small", "ai", 50, 99), candidate("fits", "ai", 80, 1)]) == ["fits", "small", "unknown", "other"])
        #expect(order([candidate("low", "ai", 90, 60), candidate("none", "ai", 90), candidate("high", "ai", 90, 90)]) == ["high", "low", "none"])
    }

    @Test func tiesGoByRecognitionAndThenTheirIds() {
        #expect(order([candidate("b"), candidate("c", day: 17_999), candidate("a")]) == ["c", "a", "b"])
        #expect(order([candidate("b", "software"), candidate("a")], field: nil) == ["a", "b"])
    }

    @Test func theOrderDoesNotDependOnHowTheyCome() {
        let all = [candidate("a", "ai", nil), candidate("b", "software", 10), candidate("c", "ai", 10, 3), candidate("d", "ai", 90, Int.min), candidate("e", "ai", 90, Int.max)]
        #expect(order(all) == order(all.reversed()))
        #expect(order(all).first == "e")
    }

    @Test func eachPlaceSaysWhy() {
        let reasons = EventOfferOrder.ranked([candidate("a", "ai", 50)], field: "ai", seats: 80, order: [.field, .capacity, .score]).first?.reasons.map(\.zh)
        #expect(reasons == ["领域相同", "可容纳 50 人，少于 80 人", "尚无评估得分", "\(Day(number: 18_000)) 认定"])
    }
}

@Suite struct EventLikenessTests {
    private func subject(_ title: String, _ place: String, hour: Int = 14, day: Int = 18_600, station: String? = nil) -> EventLikeness.Subject {
        let begins = Zone.china.instant(Day(number: day), hour: hour)
        return .init(title: title, place: place, station: station, begins: begins, ends: begins.adding(seconds: 7200))
    }

    private func likeness(_ one: EventLikeness.Subject, _ other: EventLikeness.Subject) -> EventLikeness? { EventLikeness(one, other, zone: .china) }

    @Test func theSameInOtherWordsIsAlike() throws {
        let found = try #require(likeness(subject("人工智能人才交流会", "崂山区松岭路 1 号"), subject("人工智能人才交流大会", "崂山区松岭路1号", hour: 15)))
        #expect(found.overlaps && found.title >= 60 && found.place == 100)
        #expect(found.reasons.map(\.zh).first == "时间重叠")
    }

    @Test func anotherDayOrNothingInCommonIsNot() {
        #expect(likeness(subject("人工智能人才交流会", "松岭路 1 号"), subject("人工智能人才交流会", "松岭路 1 号", day: 18_601)) == nil)
        #expect(likeness(subject("人工智能人才交流会", "松岭路 1 号"), subject("毕业生政策讲座", "辽阳西路 2 号")) == nil)
        // The same place at another hour is a room that is used twice.
        #expect(likeness(subject("人工智能人才交流会", "松岭路 1 号", hour: 9), subject("毕业生政策讲座", "松岭路 1 号", hour: 15)) == nil)
    }

    @Test func oneStationInTwoPlacesAtOnceIsLookedAt() {
        #expect(likeness(subject("交流会", "松岭路 1 号", station: "a"), subject("政策讲座", "辽阳西路 2 号", station: "a"))?.sameStation == true)
        #expect(likeness(subject("交流会", "松岭路 1 号"), subject("政策讲座", "辽阳西路 2 号")) == nil)
    }

    @Test func similarityIsSymmetricAndBounded() {
        for (one, other) in [("", ""), ("a", ""), ("！", "？"), ("人才", "人才"), ("ABC", "abc"), ("人", "人才")] {
            #expect(EventLikeness.similarity(one, other) == EventLikeness.similarity(other, one))
            #expect((0...100).contains(EventLikeness.similarity(one, other)))
        }
        #expect(EventLikeness.similarity("ABC 会", "abc会") == 100 && EventLikeness.similarity("！", "！") == 0)
    }
}

@Suite struct EventStatesTests {
    @Test func recordsConsentsAndOffersGoTheirWays() {
        #expect(EventRecordState.handedIn.after(.confirm) == .confirmed && EventRecordState.confirmed.after(.findDuplicate) == .duplicate && EventRecordState.duplicate.after(.sendBack) == .returned)
        #expect(EventRecordState.confirmed.after(.handIn) == nil && EventRecordState.returned.after(.confirm) == nil)
        #expect(EventConsentState.granted.after(.revoke) == .revoked && EventConsentState.asked.after(.revoke) == nil && EventConsentState.revoked.after(.grant) == nil)
        #expect(EventOfferState.waiting.after(.accept) == nil && EventOfferState.asked.after(.accept) == .accepted)
        for state in [EventOfferState.accepted, .declined, .lapsed, .ended] { #expect(EventOfferState.Step.allCases.allSatisfy { state.after($0) == nil }) }
    }
}
