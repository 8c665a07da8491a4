import Foundation

extension DovecotServer {
    /// Makes the key and the certificate of the server, signed by itself.
    ///
    /// `openssl req` cannot make one that has expired; `openssl ca` can, and needs a configuration for it.
    func makeCertificate(_ kind: Certificate) async throws {
        let name = kind == .wrongName ? "mail.elsewhere.example" : "localhost"
        let names = kind == .wrongName ? "DNS:\(name)" : "DNS:localhost,IP:127.0.0.1"
        try FileManager.default.createDirectory(atPath: directory + "/ca", withIntermediateDirectories: true)
        try "".write(toFile: directory + "/ca/index", atomically: true, encoding: .utf8)
        try authority(names: names).write(toFile: directory + "/ca/conf", atomically: true, encoding: .utf8)
        try await ChildProcess.succeed(
            "openssl",
            [
                "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout", directory + "/key.pem", "-out", directory + "/ca/request", "-subj", "/CN=\(name)",
            ])
        var signer = ["-selfsign", "-keyfile", directory + "/key.pem"]
        if kind == .issued {
            let key = directory + "/ca/authority-key.pem"
            try await ChildProcess.succeed(
                "openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                    key, "-out", authorityFile, "-subj", "/CN=Test Authority", "-days", "30",
                ])
            signer = ["-keyfile", key, "-cert", authorityFile]
        }
        try await ChildProcess.succeed(
            "openssl",
            ["ca", "-batch", "-notext", "-config", directory + "/ca/conf"] + signer + [
                "-in", directory + "/ca/request", "-out", certificateFile,
                "-startdate", kind == .early ? "20490101000000Z" : "20200101000000Z",
                "-enddate", kind == .expired ? "20210101000000Z" : "20491231000000Z",
            ])
    }

    /// Makes a key and a certificate of a user, signed by the server's own.
    ///
    /// - Returns: the certificate's file and the key's.
    package func makeClientCertificate(for user: String) async throws -> (chain: String, key: String) {
        let (chain, key) = (directory + "/client.pem", directory + "/client-key.pem")
        try await ChildProcess.succeed(
            "openssl",
            [
                "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
                "-out", directory + "/ca/client", "-subj", "/CN=\(user)",
            ])
        try await ChildProcess.succeed(
            "openssl",
            [
                "x509", "-req", "-in", directory + "/ca/client", "-CA", certificateFile, "-CAkey",
                directory + "/key.pem", "-CAcreateserial", "-days", "2", "-out", chain,
            ])
        return (chain, key)
    }

    private func authority(names: String) -> String {
        """
        [ca]
        default_ca = own
        [own]
        new_certs_dir = \(directory)/ca
        database = \(directory)/ca/index
        rand_serial = yes
        unique_subject = no
        default_md = sha256
        policy = names
        x509_extensions = extensions
        [names]
        commonName = supplied
        [extensions]
        basicConstraints = CA:TRUE
        subjectAltName = \(names)

        """
    }
}
