import Environment

/// How long a projector waits before it looks again: jittered, so that several do not look together.
struct RoundPause {
  /// The bounds of the shortest wait, in milliseconds: a stretch is written in three round trips.
  private static let shortest = 20
  private static let longest = 60

  let sleeper: any Sleeper
  let randomness: any Randomness

  /// - Parameter factor: in units of the shortest wait; nil for not at all.
  func wait(for factor: Int?) {
    guard let factor else { return }
    let wait = Double(Self.shortest) + randomness.unit() * Double(Self.longest - Self.shortest)
    sleeper.sleep(milliseconds: Int(wait) * factor)
  }
}
