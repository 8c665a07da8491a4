import MailModel
import Screen
import Testing

@testable import Reader

/// The colours of a message, as far as they can be read.
@Suite struct InkTests {
    private static func color(_ value: UInt32) -> TextColor {
        TextColor(red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
    }

    private static func style(
        _ foreground: UInt32?, on background: UInt32? = nil, emphasis: ReadableMessage.Span.Emphasis = [],
        _ theme: Theme
    ) throws -> Style {
        var span = ReadableMessage.Span("x", emphasis: emphasis)
        span.foreground = foreground.map(color)
        span.background = background.map(color)
        return theme.style(of: try #require(Ink(span)))
    }

    @Test func `contrast is that of WCAG`() {
        #expect(abs(Contrast.ratio(Self.color(0xFFFFFF), Self.color(0)) - 21) < 0.001)
        #expect(abs(Contrast.ratio(Self.color(0x767676), Self.color(0xFFFFFF)) - 4.54) < 0.01)
        #expect(abs(Contrast.ratio(Self.color(0xFF0000), Self.color(0xFFFFFF)) - 4.0) < 0.01)
    }

    @Test func `a colour is shown where it can be read, else the theme's own`() throws {
        #expect(try Self.style(0xB00020, .light).foreground == .rgb(red: 0xB0, green: 0, blue: 0x20))
        #expect(try Self.style(0xB00020, .dark) == Theme.dark.text)
        #expect(try Self.style(0x7CFC9A, .dark).foreground == .rgb(red: 0x7C, green: 0xFC, blue: 0x9A))
        #expect(try Self.style(0x7CFC9A, .light) == Theme.light.text)
        #expect(try Self.style(0x101060, .dark) == Theme.dark.text)
    }

    @Test func `words on a ground of their own can always be read`() throws {
        for background in stride(from: UInt32(0), to: 0xFFFFFF, by: 0x0B3D71) {
            for foreground in [nil, background, 0xFF0000] as [UInt32?] {
                for theme in [Theme.dark, .light] {
                    let style = try Self.style(foreground, on: background, theme)
                    guard case .rgb(let red, let green, let blue) = style.background else {
                        #expect(style == theme.text)
                        continue
                    }
                    guard case .rgb(let r, let g, let b) = style.foreground else {
                        #expect(Bool(false), "no letters")
                        continue
                    }
                    let ratio = Contrast.ratio(
                        TextColor(red: r, green: g, blue: b), TextColor(red: red, green: green, blue: blue))
                    #expect(ratio >= 4.5)
                }
            }
        }
        #expect(try Self.style(0xFFFF00, on: 0xFFFF00, .light).foreground == .rgb(red: 0, green: 0, blue: 0))
    }

    @Test func `sixteen colours are the owner's own, by their kind`() throws {
        let few = Theme.named(.light, isMonochrome: false, hasFewColors: true)
        for theme in [Theme.terminal, few] {
            #expect(try Self.style(0xCC0000, theme).foreground == .named(1))
            #expect(try Self.style(0x006600, theme).foreground == .named(2))
            #expect(try Self.style(0x0000AA, theme).foreground == .named(4))
            #expect(try Self.style(0x800080, theme).foreground == .named(5))
            #expect(try Self.style(0x008B8B, theme).foreground == .named(6))
            #expect(try Self.style(0xCC0000, on: 0xFFFF00, theme) == theme.text)
        }
    }

    @Test func `without colours nothing has one`() throws {
        let style = try Self.style(0xCC0000, emphasis: .strong, .monochrome)
        #expect(style == Style.plain.adding(.bold))
    }

    @Test func `neither warnings nor links can be imitated`() throws {
        for theme in [Theme.terminal, .dark, .light] {
            for yellow in [0xEBCB8B, 0x8A5A00, 0xFFCC00, 0xC09000] as [UInt32] {
                #expect(try Self.style(yellow, theme) == theme.text)
            }
            for blue in [0x81A1C1, 0x0550AE, 0x0000EE] as [UInt32] {
                #expect(try Self.style(blue, emphasis: .underlined, theme) == theme.text.adding(.underline))
            }
        }
    }

    private func looks(_ line: ReadableMessage.Line, _ settings: ReaderSettings = ReaderSettings()) -> [ReaderDocument
        .Look]
    {
        let body = BodyLayout(
            settings: settings, localTime: .utc, columns: 80, wraps: true, showsQuotes: true, quotesKey: "")
        return body.lines([line], passages: []).flatMap(\.runs).map(\.look)
    }

    @Test func `only the text itself is coloured, and not in lines that begin as Martlet's own do`() throws {
        var red = ReadableMessage.Span("red")
        red.foreground = Self.color(0xCC0000)
        var link = red
        link.link = 1
        let ink = ReaderDocument.Look.ink(try #require(Ink(red)))
        #expect(looks(.init(kind: .text, spans: [red])) == [ink])
        #expect(looks(.init(kind: .text, spans: [link])) == [.link])
        #expect(looks(.init(kind: .heading(level: 1), spans: [red])) == [.heading])
        #expect(!looks(.init(kind: .quote(depth: 1), spans: [red])).contains(ink))
        for mark in ["✓ good signature of ", " ! ", "┃ "] {
            #expect(!looks(.init(kind: .text, spans: [.init(mark), red])).contains(ink))
        }
        var settings = ReaderSettings()
        settings.showsHTMLColors = false
        #expect(looks(.init(kind: .text, spans: [red]), settings) == [.plain])
    }
}
