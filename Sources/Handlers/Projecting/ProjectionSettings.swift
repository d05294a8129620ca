/// How the projection goes about its work.
public struct ProjectionSettings: Hashable, Sendable {
  /// A snapshot is kept behind every so many events.
  public let snapshotInterval: Int
  /// How many events are applied at most before the summary is written.
  public let sliceSize: Int
  /// What must be left of the invocation to begin another slice, in milliseconds.
  public let reserve: Int64

  /// - Returns: nil unless both numbers of events are at least 1.
  public init?(snapshotInterval: Int, sliceSize: Int = 200, reserve: Int64 = 1_500) {
    guard snapshotInterval >= 1, sliceSize >= 1 else { return nil }
    self.snapshotInterval = snapshotInterval
    self.sliceSize = sliceSize
    self.reserve = reserve
  }

  private init() {
    snapshotInterval = 100
    sliceSize = 200
    reserve = 1_500
  }

  /// A snapshot every 100 events, slices of 200.
  public static let standard = ProjectionSettings()
}
