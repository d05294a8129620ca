import Environment

/// Times: RFC 3339 as callers write it, the one form that is written, and the dates of HTTP headers.
struct TimestampsTarget: FuzzTarget {
  func check(_ input: [UInt8]) {
    let written = input.withUnsafeBufferPointer { Timestamp(written: $0) }
    guard let text = String(validating: input, as: UTF8.self) else {
      require(written == nil, "what is written is ASCII")
      return
    }
    if let date = Timestamp(httpDate: text) { checkText(of: date) }
    guard let instant = Timestamp(rfc3339: text) else {
      require(written == nil, "what is written is RFC 3339")
      return
    }
    checkText(of: instant)
    let isOwn = instant.rfc3339.utf8.elementsEqual(input)
    require(written == (isOwn ? instant : nil), "the quick way reads the one form, as the plain way does")
    checkCeiling(of: instant)
    checkMilliseconds(of: instant)
  }

  /// The answer is the instant in nanoseconds' precision, as UTC.
  func answer(to input: [UInt8]) -> String? {
    guard let text = String(validating: input, as: UTF8.self), let instant = Timestamp(rfc3339: text) else {
      return "refused"
    }
    return "\(instant.rfc3339) \(instant.seconds) \(instant.nanoseconds)"
  }

  private func checkText(of instant: Timestamp) {
    let again = Timestamp(rfc3339: instant.rfc3339)
    require(again == instant.truncatedToMicroseconds, "what is written is read as the same: \(instant)")
    require(instant.rfc3339.utf8.count == 27, "each text has 27 bytes: \(instant)")
  }

  private func checkCeiling(of instant: Timestamp) {
    let next = instant.nextMicrosecond
    require(next > instant, "the next microsecond is later than \(instant)")
    guard let ceiling = instant.rfc3339Ceiling else { return }
    require(ceiling >= instant.rfc3339, "the text from above is no earlier: \(instant)")
    let read = Timestamp(rfc3339: ceiling)
    require(read.map { $0 >= instant && $0 <= next } == true, "the text from above is the next one: \(instant)")
  }

  private func checkMilliseconds(of instant: Timestamp) {
    let milliseconds = instant.millisecondsSinceEpoch
    let whole = Timestamp(millisecondsSinceEpoch: milliseconds)
    require(whole <= instant && instant < whole.adding(milliseconds: 1), "milliseconds are rounded down: \(instant)")
    require(instant.adding(milliseconds: -milliseconds).seconds == 0, "the way back is as long: \(instant)")
  }
}
