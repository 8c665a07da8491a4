import Foundation
import MailCrypto
import MailModel
import MessageContent
import Reader
import TestSupport
import Testing

/// Keys that vouch for nothing any more, and keys that nobody has: each is said in its own words.
@Suite struct KeyStateTests {
    private static let ada = "Ada <ada@example.org>"
    private static let past = "20200101T000000"

    private func said(_ body: (KeyRing, _ part: String) async throws -> String) async throws -> [String] {
        let keys = try KeyRing()
        do {
            let part = Letter.part("Hello.")
            let signature = try await body(keys, part)
            let message = MessageReader.readable(
                source: Letter.bytes(Letter.signed(part, signature: signature)), engine: GnuPG(home: keys.home))
            await keys.close()
            #expect(LaidOutText.senderLines(of: message, columns: 200).isEmpty)
            return LaidOutText.lines(of: message, columns: 200).filter { $0.hasPrefix("┏ ") }
        } catch {
            await keys.close()
            throw error
        }
    }

    @Test func `a key that has expired`() async throws {
        let said = try await said { keys, part in
            try await keys.makeKey(Self.ada, expires: "1d", at: Self.past)
            return try await keys.signature(of: part, at: Self.past)
        }
        #expect(said == ["┏ ! signed by Ada <ada@example.org> with a key that has expired"])
    }

    @Test func `a signature that has expired`() async throws {
        let said = try await said { keys, part in
            try await keys.makeKey(Self.ada, at: Self.past)
            return try await keys.signature(of: part, at: Self.past, options: ["--default-sig-expire", "1d"])
        }
        #expect(said == ["┏ ! the signature of Ada <ada@example.org> has expired"])
    }

    @Test func `a key that was revoked`() async throws {
        let said = try await said { keys, part in
            try await keys.makeKey(Self.ada)
            let signature = try await keys.signature(of: part)
            try await keys.revoke()
            return signature
        }
        #expect(said == ["┏ ! signed by Ada <ada@example.org> with a key that was revoked"])
    }

    @Test func `what was altered is said to be so before all else`() async throws {
        let said = try await said { keys, _ in
            try await keys.makeKey(Self.ada)
            let signature = try await keys.signature(of: Letter.part("Something else."))
            try await keys.revoke()
            return signature
        }
        #expect(said == ["┏ ! BAD signature: this is not what Ada <ada@example.org> signed"])
    }

    @Test func `a key that nobody here has`() async throws {
        let said = try await said { _, part in
            let others = try KeyRing()
            try await others.makeKey(Self.ada)
            let signature = try await others.signature(of: part)
            await others.close()
            return signature
        }
        #expect(said.count == 1)
        #expect(said.first?.hasPrefix("┏ ! signed by a key …") == true)
        #expect(said.first?.hasSuffix(" that is not on this machine: not checked") == true)
    }
}
