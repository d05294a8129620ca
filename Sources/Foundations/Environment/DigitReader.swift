/// Reads fixed-width ASCII fields of dates from left to right.
struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = Substring(text).utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Exactly so many digits as a number.
  mutating func number(digits count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Takes the next byte if it is one of these.
  mutating func take(_ choices: Unicode.Scalar...) -> Bool {
    guard let first = rest.first, choices.contains(Unicode.Scalar(first)) else { return false }
    rest.removeFirst()
    return true
  }

  /// Takes one of the names, exactly as written, and tells which.
  mutating func name(of names: [String]) -> Int? {
    guard let place = names.firstIndex(where: { rest.starts(with: $0.utf8) }) else { return nil }
    rest.removeFirst(names[place].utf8.count)
    return place
  }

  /// `YYYY-MM-DD`.
  mutating func date() -> CivilDate? {
    guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-") else { return nil }
    guard let day = number(digits: 2) else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// `HH:MM:SS` as seconds since midnight; the second 60 counts as 59, and is told apart.
  mutating func timeOfDay() -> (seconds: Int, isLeapSecond: Bool)? {
    guard let minutes = hoursAndMinutes(), take(":"), let second = number(digits: 2), second <= 60 else { return nil }
    return (minutes * 60 + min(second, 59), second == 60)
  }

  /// A point with digits as nanoseconds, 0 where there is no point; nil where a point has no digits.
  mutating func fraction() -> Int32? {
    guard take(".") else { return 0 }
    var unit: Int32 = 100_000_000
    guard let first = digit() else { return nil }
    var nanoseconds = Int32(first) * unit
    while let digit = digit() {
      unit /= 10
      nanoseconds += Int32(digit) * unit
    }
    return nanoseconds
  }

  /// `Z` or `+HH:MM` or `-HH:MM` as seconds east of UTC.
  mutating func offset() -> Int? {
    if take("Z", "z") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard take("+", "-"), let minutes = hoursAndMinutes() else { return nil }
    return (isWest ? -minutes : minutes) * 60
  }

  private mutating func hoursAndMinutes() -> Int? {
    guard let hour = number(digits: 2), hour < 24, take(":") else { return nil }
    guard let minute = number(digits: 2), minute < 60 else { return nil }
    return hour * 60 + minute
  }

  private mutating func digit() -> Int? {
    guard let first = rest.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") else { return nil }
    rest.removeFirst()
    return Int(first - UInt8(ascii: "0"))
  }
}
