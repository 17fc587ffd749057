import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct FrontTests {
    @Test(arguments: Engine.allCases) func theFrontPageCountsWhatCanBeDoneToday(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let empty = try await house.home()
            #expect(empty.bedsTonight == 0 && empty.eventsThisWeek == 0 && empty.jobsThisWeek == 0 && empty.events == [] && empty.jobs == [] && empty.stories == [] && empty.objections == [])
            let station = try await test.hostStation(), place = try await test.place(1, rooms: 3, at: station)
            let event = try await test.event(title: "项目路演", day: "2020-11-16"), job = try await test.openJob(2), story = try await test.publishedStory(1)
            let home = try await house.home()
            #expect(home.bedsTonight == 3 && home.events.map(\.id) == [event] && home.eventsThisWeek == 1 && home.jobs.map(\.id) == [job] && home.jobsThisWeek == 1 && home.stories.map(\.id) == [story])
            // Somebody's drafts, what is not published, and what is too far away change nothing.
            _ = try await test.event(title: "草稿活动", day: "2020-11-17", opens: false)
            _ = try await test.event(title: "下周活动", day: "2020-11-25")
            _ = try await test.write(TestHouse.draft(title: "草稿岗位"), by: 2)
            _ = try await test.storyDraft(1, title: "没有发布的故事")
            _ = try await TestHouse.keep(name: "未公开的住处", published: false, units: [.init(room: "901")])(house, at: station, by: try await test.applicant(1))
            #expect(try await house.home() == home)
            // A week later the job is not new.
            test.clock.advance(seconds: 8 * 86_400)
            let later = try await house.home()
            #expect(later.jobsThisWeek == 0 && later.jobs == [] && later.events.map(\.title) == ["下周活动"])
            // A closed station's beds are nobody's.
            try await test.database.write { tx in _ = try tx.run("UPDATE plaques SET state = 'suspended' WHERE station_id = \(station)") }
            #expect(try await house.home().bedsTonight == 0)
            _ = place
        }
    }

    @Test(arguments: Engine.allCases) func aStationsPageIsItsFrontDoor(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.hostStation(), other = try await test.station(2), place = try await test.place(1, rooms: 2, at: station)
            for (number, day) in ["2020-11-18", "2020-11-16", "2020-11-20", "2020-11-19"].enumerated() { _ = try await test.event(title: "活动\(number)", day: day) }
            let story = try await test.publishedStory(1), job = try await test.openJob(2)
            try await test.database.write { tx in _ = try tx.run("UPDATE jobs SET station_id = \(station) WHERE id = \(job)") }
            let door = try await house.station(station)
            #expect(door.places.map(\.id) == [place] && door.places.map(\.freeTonight) == [2])
            #expect(door.events.map(\.title) == ["活动1", "活动0", "活动3"] && door.stories.map(\.id) == [story] && door.front.openJobs == 1 && door.front.isOpen)
            #expect(door.front.services.map(\.id) == ["job_placement", "lodging", "applications", "start_up_help"])
            let bare = try await house.station(other)
            #expect(bare.places == [] && bare.events == [] && bare.stories == [] && bare.front.openJobs == 0)
            try await test.database.write { tx in _ = try tx.run("UPDATE plaques SET state = 'suspended' WHERE station_id = \(station)") }
            let shut = try await house.station(station)
            #expect(shut.places == [] && !shut.front.isOpen && shut.plaque.state == .suspended)
        }
    }
}
