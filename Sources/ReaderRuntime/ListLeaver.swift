import Foundation
import Reader

/// Leaves a mailing list by the one request that its header offers (RFC 8058 section 3.2): a POST without cookies, without
/// anything that names the reader, and without following where an answer points to.
///
/// curl does it, as a child with the address as an argument of its own: it knows proxies and certificates as the rest of the
/// system does, and no HTTP client has to be part of a mail reader for one request.
struct ListLeaver: Sendable {
    let environment: [String: String]

    static func arguments(for address: OpenableAddress) -> [String] {
        [
            // The user's .curlrc could add cookies or a name.
            "--disable", "--silent", "--show-error", "--proto", "=https", "--max-redirs", "0", "--max-time", "30",
            "--max-filesize", "1000000", "--user-agent", "", "--output", "/dev/null", "--write-out", "%{http_code}",
            "--data", "List-Unsubscribe=One-Click", "--url", address.text,
        ]
    }

    func leave(_ address: OpenableAddress) async -> Notice {
        guard let curl = Opener.find("curl", in: environment["PATH"] ?? "") else {
            return Notice("Leaving a list needs curl, which is not installed", kind: .error)
        }
        do {
            let child = try RunningCommand(program: curl, arguments: ListLeaver.arguments(for: address))
            child.finishInput()
            let (status, output) = await child.result()
            return ListLeaver.notice(status: status, output: String(decoding: output, as: UTF8.self))
        } catch {
            return Notice("curl can't be started", kind: .error)
        }
    }

    static func notice(status: Int, output: String) -> Notice {
        // What curl has to say of an error comes first, the code of the answer last.
        let code = Int(output.suffix(3)) ?? 0
        if status == 0, (200...299).contains(code) { return Notice("The list was asked to let you go, and agreed") }
        if status == 0, code > 0 {
            return Notice("The list did not take it (answer \(code)); its page may: see the message", kind: .error)
        }
        return Notice("The list's server could not be asked: curl failed with \(status)", kind: .error)
    }
}
