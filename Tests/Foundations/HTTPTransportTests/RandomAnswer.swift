import TestSupport

/// An answer that a server may give (RFC 9112), drawn from a seed. After it the connection ends.
struct RandomAnswer {
  private(set) var wire: [UInt8] = []
  private var random: SeededRandomness

  init(_ seed: UInt64) {
    random = SeededRandomness(seed: seed)
    for _ in 0..<draw([0, 0, 1, 2]) { add("HTTP/1.1 \(draw([100, 102, 103])) Wait\r\nX-Early: 1\r\n\r\n") }
    let status = draw([200, 200, 202, 204, 304, 400, 404, 413, 500])
    add("HTTP/1.\(draw([1, 1, 1, 0])) \(status)\(draw([" OK", " ", ""]))\r\n")
    for number in 0..<draw([0, 1, 3, 8]) {
      let name = draw(["X-Field", "lambda-runtime-", "a"])
      let value = draw([
        "", "a", "with: colon", "\"quoted\"", "tab\there", "ünicode", String(repeating: "x", count: 300),
      ])
      add("\(name)\(number):\(draw(["", " ", "\t", "  "]))\(value)\(draw(["", " "]))\r\n")
    }
    let body = (0..<draw([0, 1, 17, 400, 70_000])).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    switch draw([0, 1, 2]) {
    case 0: add("\(draw(["Content-Length", "content-length"])): \(body.count)\r\n\r\n", body)
    case 1: addChunks(of: body)
    default: add("\r\n", body)
    }
  }

  private mutating func addChunks(of body: [UInt8]) {
    add("Transfer-Encoding: \(draw(["chunked", "Chunked"]))\r\n\r\n")
    var rest = body[...]
    while !rest.isEmpty {
      let chunk = rest.prefix(draw([1, 15, 16, 255, 5_000, 30_000]))
      rest = rest.dropFirst(chunk.count)
      let size = String(chunk.count, radix: 16, uppercase: draw([true, false]))
      add("\(draw(["", "0", "000"]))\(size)\(draw(["", ";name=value", " "]))\r\n", Array(chunk))
      add("\r\n")
    }
    add("\(draw(["0", "00"]))\r\n\r\n")
  }

  private mutating func add(_ text: String, _ bytes: [UInt8] = []) {
    wire += Array(text.utf8) + bytes
  }

  private mutating func draw<Value>(_ values: [Value]) -> Value {
    values[random.below(values.count)]
  }
}
