/// How the projection goes about its work.
public struct ProjectionSettings: Hashable, Sendable {
  /// A snapshot is kept behind every so many events.
  public let snapshotInterval: Int
  /// How many events are applied at most before the summary is written.
  public let sliceSize: Int
  /// What must be left of the invocation to begin something more, in milliseconds.
  public let reserve: Int64
  /// How long after its notification an event may take to show in the store, in seconds.
  public let lagSeconds: Int
  /// How long a claim to write a stretch of events lasts, in milliseconds: many times what that takes.
  public let claimMilliseconds: Int64
  /// How many aggregates are worked on at once.
  public let parallelism: Int

  /// A refold takes longer than a stretch.
  var refoldClaimMilliseconds: Int64 { claimMilliseconds * 10 }

  /// - Returns: nil unless all numbers of events and aggregates are at least 1, and no time is negative.
  public init?(
    snapshotInterval: Int = 100, sliceSize: Int = 200, reserve: Int64 = 1_500, lagSeconds: Int = 60,
    claimMilliseconds: Int64 = 1_000, parallelism: Int = 10
  ) {
    guard snapshotInterval >= 1, sliceSize >= 1, parallelism >= 1 else { return nil }
    guard reserve >= 0, lagSeconds >= 0, (0...60_000).contains(claimMilliseconds) else { return nil }
    self.snapshotInterval = snapshotInterval
    self.sliceSize = sliceSize
    self.reserve = reserve
    self.lagSeconds = lagSeconds
    self.claimMilliseconds = claimMilliseconds
    self.parallelism = parallelism
  }

  private init() {
    snapshotInterval = 100
    sliceSize = 200
    reserve = 1_500
    lagSeconds = 60
    claimMilliseconds = 1_000
    parallelism = 10
  }

  /// A snapshot every 100 events, slices of 200.
  public static let standard = ProjectionSettings()
}
