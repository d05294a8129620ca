import EventSourcing
import Testing

struct InvalidIdentifierTests {
  @Test("what Unicode calls control characters is refused, and no other character")
  func controlCharacters() {
    for scalar in (UInt32(0)..<0x3000).compactMap(Unicode.Scalar.init) {
      let isRefused =
        (try? InvalidIdentifier.check("a\(scalar)", maximumBytes: 100)) == nil
      #expect(isRefused == (scalar.properties.generalCategory == .control), "U+\(String(scalar.value, radix: 16))")
    }
  }
}
