import Environment

/// For how long a command is remembered under its idempotency key.
public struct JournalRetention: Hashable, Sendable {
  /// The longest period, in days.
  public static let maximumDays = 36_500

  /// Days; 0 is for ever.
  public let days: Int

  /// - Returns: nil for anything but 0 to ``maximumDays``.
  public init?(days: Int) {
    guard (0...Self.maximumDays).contains(days) else { return nil }
    self.days = days
  }

  /// 30 days.
  public static let standard = JournalRetention(unchecked: 30)

  /// No end.
  public static let forever = JournalRetention(unchecked: 0)

  private init(unchecked days: Int) {
    self.days = days
  }

  /// From when on an entry made now counts as absent; nil for never.
  public func expiry(from now: Timestamp) -> Timestamp? {
    days == 0 ? nil : now.adding(milliseconds: Int64(days) * 86_400_000)
  }
}
