/// Why a link may lead elsewhere than it seems to.
package enum LinkWarning: Hashable, Sendable {
    /// The text of the link is the name of another site than the one it leads to.
    case textNamesAnotherHost(String)
    /// The host is written in punycode (RFC 3492); as it reads when decoded.
    case punycode(decoded: String)
    /// Letters of several scripts, or letters that look like Latin ones, stand in one name.
    case lookAlikeLetters
    /// A name stands before the host and is no part of it (RFC 3986 section 3.2.1).
    case userInformation(String)
    /// The host is a number instead of a name.
    case numericHost
    /// It stands in a text that was encrypted: whoever opens it may tell its host what the text says.
    case encrypted
}
