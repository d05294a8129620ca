import Environment

/// The same numbers for the same seed: SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", 2014).
public final class SeededRandomness: Randomness, RandomNumberGenerator {
  private var state: UInt64

  /// A generator that starts from a seed.
  public init(seed: UInt64) {
    state = seed
  }

  public func nextUInt64() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  public func next() -> UInt64 { nextUInt64() }

  /// A whole number below `bound`; 0 for a bound below 1.
  public func below(_ bound: Int) -> Int {
    bound < 1 ? 0 : Int(nextUInt64() % UInt64(bound))
  }
}
