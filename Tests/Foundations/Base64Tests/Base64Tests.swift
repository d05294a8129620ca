import Base64
import Foundation
import TestSupport
import Testing

@Suite("Base64")
struct Base64Tests {
  @Test(
    "the vectors of RFC 4648, section 10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func vectors(_ plain: String, _ text: String) {
    #expect(Base64.standard.encode(Array(plain.utf8)) == text)
    #expect(Base64.standard.decode(text) == Array(plain.utf8))
    let bare = text.replacingOccurrences(of: "=", with: "")
    #expect(Base64.url.encode(Array(plain.utf8)) == bare)
    #expect(Base64.url.decode(bare) == Array(plain.utf8))
  }

  @Test(
    "takes nothing but what it writes",
    arguments: [
      "Zg", "Zg=", "Zg===", "=", "====", "Z", "Z===", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zm9v====", "Z=g=", "-_-_",
      "é=",
    ])
  func refusedByStandard(_ text: String) {
    #expect(Base64.standard.decode(text) == nil)
  }

  @Test("the URL alphabet takes no padding and no + or /", arguments: ["Zg==", "+/+/", "Z", "Zh", "Zm9", "Zm9v "])
  func refusedByURL(_ text: String) {
    #expect(Base64.url.decode(text) == nil)
  }

  @Test("agrees with Foundation on any bytes, both ways", arguments: 0..<100)
  func random(_ seed: UInt64) {
    let randomness = SeededRandomness(seed: seed)
    let bytes = (0..<Int(seed)).map { _ in UInt8(truncatingIfNeeded: randomness.nextUInt64()) }
    let text = Data(bytes).base64EncodedString()
    #expect(Base64.standard.encode(bytes) == text)
    #expect(Base64.standard.decode(text) == bytes)
    #expect(Base64.url.decode(Base64.url.encode(bytes)) == bytes)
  }
}
