import Foundation
import IMAPClient
import MailModel
import TestSupport
import Testing

/// Certificates and TLS, against a real server.
@Suite struct TrustTests {
    private let login = IMAPLogin(user: "robin", fixedPassword: DovecotServer.password)

    private func endpoint(
        _ server: DovecotServer, _ security: IMAPEndpoint.Security = .implicitTLS, host: String = "localhost",
        trust: IMAPEndpoint.Trust? = nil
    ) -> IMAPEndpoint {
        IMAPEndpoint(
            host: host, port: security == .implicitTLS ? server.tlsPort : server.port, security: security,
            trust: trust ?? .caFile(server.certificateFile))
    }

    private func failure(_ endpoint: IMAPEndpoint, options: IMAPOptions = IMAPOptions()) async -> IMAPError? {
        await Conversation.failure {
            await (try IMAPConnection.open(endpoint, login: login, options: options)).close()
        }
    }

    @Test func `a certificate in order is accepted, by name and by address, at once and after STARTTLS`() async throws {
        try await DovecotServer.with { server in
            for security in [IMAPEndpoint.Security.implicitTLS, .startTLS] {
                for host in ["localhost", "127.0.0.1"] {
                    let connection = try await IMAPConnection.open(
                        endpoint(server, security, host: host), login: login)
                    let (folders, mailbox) = try await connection.listAndSelect("INBOX")
                    #expect(folders.contains { $0.role == .inbox })
                    #expect(mailbox.exists == 0)
                    #expect(await connection.tlsDetails?.fingerprint.count == 64)
                    await connection.close()
                    #expect(await connection.endedBecause == .closed(byServer: nil))
                }
            }
        }
    }

    @Test func `an unknown issuer is named, and its certificate can be pinned`() async throws {
        try await DovecotServer.with { server in
            let found = await failure(endpoint(server, trust: .system))
            guard case .certificate(let problem, let shown?) = found else {
                Issue.record("\(String(describing: found))")
                return
            }
            let fingerprint = shown.fingerprint
            #expect(shown.subject == "CN=localhost")
            #expect(shown.issuer == "CN=localhost")
            #expect(shown.names == ["localhost", "127.0.0.1"])
            #expect(shown.validUntil == 2_524_521_600)
            #expect(problem == .unknownIssuer(issuer: "CN=localhost", isSelfSigned: true))
            #expect(await failure(endpoint(server, trust: .pin("sha256:" + fingerprint.uppercased()))) == nil)
            let other = String(fingerprint.reversed())
            #expect(
                await failure(endpoint(server, .startTLS, trust: .pin(other)))
                    == .certificate(reason: .pinMismatch(pinned: other), shown: shown))
        }
    }

    @Test func `a certificate that was trusted is accepted besides those that authorities vouch for`() async throws {
        try await DovecotServer.with { server in
            var endpoint = endpoint(server, trust: .system)
            guard case .certificate(_, let shown?) = await failure(endpoint) else {
                Issue.record("it was trusted")
                return
            }
            let other = String(repeating: "ab", count: 32)

            // The one that was trusted, whatever the authorities say.
            endpoint.remembered = "sha256:" + shown.fingerprint.uppercased()
            #expect(await failure(endpoint) == nil)
            // Renewed, and an authority vouches for it.
            endpoint.remembered = other
            endpoint.trust = .caFile(server.certificateFile)
            #expect(await failure(endpoint) == nil)
            // Changed, and nobody does.
            endpoint.trust = .system
            #expect(await failure(endpoint) == .certificate(reason: .pinMismatch(pinned: other), shown: shown))
            // A pin has no room for another.
            endpoint.remembered = shown.fingerprint
            endpoint.trust = .pin(other)
            #expect(await failure(endpoint) == .certificate(reason: .pinMismatch(pinned: other), shown: shown))
        }
    }

    @Test func `an expired certificate says since when`() async throws {
        try await DovecotServer.with(certificate: .expired) { server in
            guard case .certificate(.expired(on: let date), _) = await failure(endpoint(server)) else {
                Issue.record("not told as expired")
                return
            }
            #expect(date == 1_609_459_200)
        }
    }

    @Test func `a certificate for another host says for which`() async throws {
        try await DovecotServer.with(certificate: .wrongName) { server in
            for host in ["localhost", "127.0.0.1"] {
                guard case .certificate(let problem, _) = await failure(endpoint(server, host: host)) else {
                    Issue.record("not told as another host's")
                    return
                }
                #expect(problem == .wrongName(asked: host, names: ["mail.elsewhere.example"]))
            }
        }
    }

    @Test func `a certificate is looked at without a login`() async throws {
        try await DovecotServer.with { server in
            for security in [IMAPEndpoint.Security.implicitTLS, .startTLS] {
                let good = try await IMAPConnection.inspectCertificate(of: endpoint(server, security))
                #expect(good.problem == nil)
                let strange = try await IMAPConnection.inspectCertificate(
                    of: endpoint(server, security, trust: .system))
                #expect(strange.problem == .unknownIssuer(issuer: "CN=localhost", isSelfSigned: true))
                #expect(strange.certificate == good.certificate)
            }
        }
    }

    @Test func `a certificate that is not valid yet says from when`() async throws {
        try await DovecotServer.with(certificate: .early) { server in
            guard case .certificate(.notYetValid(before: let date), _) = await failure(endpoint(server)) else {
                Issue.record("not told as early")
                return
            }
            #expect(date == 2_493_072_000)
        }
    }

    @Test func `an issuer that is not known is named, and one in a file of our own is`() async throws {
        try await DovecotServer.with(certificate: .issued) { server in
            guard case .certificate(let problem, _) = await failure(endpoint(server, trust: .system)) else {
                Issue.record("accepted, or refused for another reason")
                return
            }
            #expect(problem == .unknownIssuer(issuer: "CN=Test Authority", isSelfSigned: false))
            #expect(await failure(endpoint(server, trust: .caFile(server.authorityFile))) == nil)
        }
    }

    @Test func `TLS older than 1.2 is not spoken`() async throws {
        try await DovecotServer.with { server in
            let port = try DovecotServer.freePorts(1)[0]
            let old = try ChildProcess.spawn(
                ChildProcess.find("openssl"),
                [
                    "s_server", "-accept", "127.0.0.1:\(port)", "-cert", server.certificateFile, "-key",
                    server.directory + "/key.pem", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-quiet",
                ], output: server.directory + "/old-tls")
            defer {
                kill(old, SIGTERM)
                ChildProcess.waitForEnd(of: old)
            }
            var endpoint = endpoint(server)
            endpoint.port = port
            let found = try await Waiting.poll(within: .seconds(60)) { () -> IMAPError? in
                let error = await failure(endpoint)
                // Not up yet; or it hung up with bytes of ours unread, whereupon the kernel drops what it said.
                let isAgain =
                    error == .connectionRefused(host: "localhost", port: port) || error == .closed(byServer: nil)
                return isAgain ? nil : error
            }
            #expect(found == .tlsFailed(reason: "the server speaks no TLS version from 1.2 on"))
        }
    }

    @Test func `an address in the certificate does not stand for a name that was asked for`() async throws {
        try await DovecotServer.with { server in
            // A name to us, as it is no whole address, and 127.0.0.1 to the resolver.
            guard case .certificate(.wrongName(asked: "127.1", _), _) = await failure(endpoint(server, host: "127.1"))
            else {
                Issue.record("accepted, or refused for another reason")
                return
            }
        }
    }

    @Test func `a port without TLS, a silent port and a missing file are told apart`() async throws {
        let greeting = try await ScriptedServer.start("S: * OK hello", "S: * OK hello")
        var plain = Conversation.endpoint(greeting)
        plain.security = .implicitTLS
        #expect(await failure(plain) == .tlsFailed(reason: "the server does not speak TLS on this port"))
        plain.trust = .caFile("/nowhere/ca.pem")
        #expect(await failure(plain) == .trustFileUnreadable(path: "/nowhere/ca.pem"))
        await greeting.stop()

        let clock = ManualClock()
        let silent = try await ScriptedServer.start("# nothing")
        var mute = Conversation.endpoint(silent)
        mute.security = .implicitTLS
        async let opening = failure(mute, options: IMAPOptions(clock: clock))
        // Connecting has times of its own before.
        await clock.waitForSleeper(until: .seconds(15))
        clock.advance(by: .seconds(15))
        let found = await opening
        #expect(found == .timedOut(doing: "setting up TLS"))
        await silent.stop()
    }

    @Test func `a thousand messages come in one turn, and a move tells where it went`() async throws {
        try await DovecotServer.with { server in
            let message = Array("From: ada@example.org\r\nSubject: hello\r\n\r\nbody\r\n".utf8)
            try server.deliver(Array(repeating: message, count: 1000))
            let connection = try await IMAPConnection.open(endpoint(server, .plaintext), login: login)
            let (_, mailbox) = try await connection.listAndSelect("INBOX")
            #expect(mailbox.exists == 1000)
            let found = try await connection.fetch(
                .sequence(1...1000),
                [.flags, .internalDate, .size, .bodyStructure, .headerFields(["From", "Subject"])])
            #expect(found.count == 1000)
            #expect(found.allSatisfy { $0.structure?.type == "text/plain" && $0.uid != nil })
            #expect(connection.counters.turns <= 4)
            let uid = try #require(found.first?.uid)
            let wire = MailboxName.wireName(forTyped: "Übung & Spiel", isUTF8: false)
            try await connection.create(wire)
            let moved = try await connection.move(UIDSet([uid]), to: wire)
            #expect(moved?.targets.keys.first == uid)
            try await connection.store(UIDSet(2...3), [.system(.flagged)], adding: true)
            #expect(try await connection.search(.flagged(true)) == UIDSet(2...3))
            #expect(try await connection.status([wire])[wire]?.messages == 1)
            #expect(try await connection.append(wire, message, flags: Flags(system: .seen)) != nil)
            #expect(try await connection.list().contains { $0.name == "Übung & Spiel" })
            await connection.close()
        }
    }
}
