import Foundation
import Testing

@testable import Cryptography

@Suite struct PasswordsTests {
    @Test func hashAndVerify() throws {
        let hash = try Passwords.hash("correct horse 青岛")
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(hash.count == Passwords.decoy.count)
        #expect(try Passwords.hash("correct horse 青岛") != hash)
        #expect(Passwords.verify("correct horse 青岛", against: hash))
        #expect(!Passwords.verify("correct horse 青島", against: hash))
        #expect(!Passwords.verify("", against: hash))
        // the same keys in full width
        #expect(Passwords.verify("ｃｏｒｒｅｃｔ horse 青岛", against: hash))
        #expect(!Passwords.isOutdated(hash))
    }

    @Test("The hash that argon2's own tests give") func reference() {
        let hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        #expect(Passwords.verify("password", against: hash))
        #expect(!Passwords.verify("passwore", against: hash))
        #expect(!Passwords.isOutdated(hash))
        #expect(Passwords.isOutdated(hash.replacingOccurrences(of: "m=65536", with: "m=4096")))
    }

    @Test func whatIsNoHashMatchesNothing() {
        let hashes = [
            "", "password", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$$", "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1a",
            "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "$argon2id$v=19$m=65536,t=4000000000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "$argon2id$v=19$m=,t=,p=$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", Passwords.decoy,
        ]
        for hash in hashes { #expect(!Passwords.verify("password", against: hash)) }
    }

    @Test func longOnesAreRefusedNotCut() throws {
        let longest = String(repeating: "长", count: 341) + "x"
        #expect(longest.utf8.count == Passwords.longest)
        let hash = try Passwords.hash(longest)
        #expect(Passwords.verify(longest, against: hash))
        #expect(!Passwords.verify(longest + "x", against: hash))
        #expect(throws: CryptoError.tooLong) { try Passwords.hash(longest + "x") }
    }

    @Test func commonOnes() {
        #expect(CommonPasswords.list.count >= 200)
        for password in [
            "password", "PassWord1", "123456", "12345678", "87654321", "qwertyui", "1qaz2wsx", "5201314", "woaini1314", "Qingdao2020", "qingdao@123",
            "aaaaaaaa", "a123456789", "ｑｗｅｒｔｙ", "admin@2024", "88888888", "renshe2020",
        ] {
            #expect(Passwords.isCommon(password), "\(password)")
        }
        for password in ["31415926535", "correct horse battery", "海阔凭鱼跃天高", "Tq8#mvLp", "laoshan-spring-tea", "zhangsan1987"] {
            #expect(!Passwords.isCommon(password), "\(password)")
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct PasswordWorkerTests {
    /// Holds the worker's threads until the test lets them go, and counts how many were in at once.
    final class Gate: @unchecked Sendable {
        private let condition = NSCondition()
        private var open = false
        private var inside = 0
        private var most = 0
        private var threads: Set<pthread_t> = []
        private var tasks = 0

        func pass() -> Bool {
            condition.lock()
            defer { condition.unlock() }
            inside += 1
            most = max(most, inside)
            threads.insert(pthread_self())
            // work on the cooperative pool would belong to a task
            if withUnsafeCurrentTask(body: { $0 != nil }) { tasks += 1 }
            while !open { condition.wait() }
            inside -= 1
            return true
        }
        func letGo() {
            condition.lock()
            open = true
            condition.broadcast()
            condition.unlock()
        }
        var seen: (inside: Int, most: Int, threads: Int, tasks: Int) { condition.withLock { (inside, most, threads.count, tasks) } }
    }

    @Test func hashesAndVerifies() async throws {
        let worker = PasswordWorker()
        let hash = try await worker.hash("laoshan-spring-tea")
        #expect(try await worker.verify("laoshan-spring-tea", against: hash))
        #expect(try await worker.verify("laoshan-spring-te", against: hash) == false)
        await #expect(throws: CryptoError.tooLong) { try await worker.hash(String(repeating: "x", count: 2000)) }
    }

    @Test func twoAtOnceFiveWaitTheRestAreTurnedAway() async throws {
        let worker = PasswordWorker(atOnce: 2, waiting: 5)
        let gate = Gate()
        var answers = [Bool](), busy = 0
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        return try await worker.run { gate.pass() }
                    } catch is PasswordWorker.Busy { return false }
                }
            }
            // thirteen are refused while the gate still holds the others
            for _ in 0..<13 where try await group.next() == false { busy += 1 }
            while gate.seen.inside < 2 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(gate.seen.inside == 2)
            gate.letGo()
            for try await answer in group { answers.append(answer) }
        }
        #expect(busy == 13)
        #expect(answers == [Bool](repeating: true, count: 7))
        #expect(gate.seen.most == 2)
        #expect(gate.seen.threads == 2)
        #expect(gate.seen.tasks == 0)
        // and afterwards there is room again
        #expect(try await worker.run { true })
    }
}
