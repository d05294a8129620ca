import Cryptography
import Glibc

/// A file that takes the answer to each input.
final class AnswerFile: Sendable {
  private let descriptor: CInt

  init(path: String) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    if descriptor < 0 { fatalError("\(path) cannot be written to") }
  }

  func write(_ input: [UInt8], _ answer: String) {
    let line = Array("\(Hexadecimal.text(input)) \(answer)\n".utf8)
    if Glibc.write(descriptor, line, line.count) != line.count { fatalError("an answer was not written") }
  }
}
