/// Where a payload is outside its limits (``PayloadLimits``), and how.
public struct PayloadFault: Error, Hashable, Sendable {
  /// The longest path, in bytes of UTF-8: names are the caller's, and go into answers and logs.
  static let maximumPathBytes = 512

  /// What it must be, to be put behind the path: "must be within 64 bits, as it is a whole number".
  public let reason: String
  private let steps: String

  init(_ reason: String) {
    self.init(reason, steps: "")
  }

  private init(_ reason: String, steps: String) {
    self.reason = reason
    self.steps = steps
  }

  /// The place from the payload on, to be put behind its name: `.notes[3].x`; empty for the payload itself. Beyond 512 bytes
  /// it ends in `…`.
  public var path: String {
    guard steps.utf8.count > Self.maximumPathBytes else { return steps }
    var path = ""
    for scalar in steps.unicodeScalars {
      guard path.utf8.count + 4 <= Self.maximumPathBytes else { break }
      path.unicodeScalars.append(scalar)
    }
    return path + "…"
  }

  func inside(member name: String) -> PayloadFault { PayloadFault(reason, steps: ".\(name)\(steps)") }

  func inside(element place: Int) -> PayloadFault { PayloadFault(reason, steps: "[\(place)]\(steps)") }
}
