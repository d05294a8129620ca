import Foundation
import Invocation
import TestSupport
import Testing

struct Base64Tests {
  /// The vectors of RFC 4648 section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func decodesTheVectors(plain: String, encoded: String) {
    #expect(Base64.decode(encoded) == Array(plain.utf8))
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zm8", "Z", "=", "==", "====", "A===", "Zg==Zg==", "Zm9v\n", "Zm 9v", "Zm9-", "Zm9_", "Zh==", "Zm9=",
    "Zg=a", "=Zg=", "Zm9vé", "Zm9v====",
  ])
  func refusesAnythingElse(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test(arguments: 0..<64)
  func agreesWithFoundation(length: Int) {
    let random = SeededRandomness(seed: UInt64(length))
    let bytes = (0..<length).map { _ in UInt8(random.below(256)) }
    #expect(Base64.decode(Data(bytes).base64EncodedString()) == bytes)
  }
}
