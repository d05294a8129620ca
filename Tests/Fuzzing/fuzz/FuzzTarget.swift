/// A part of the product that takes texts from outside, and what has to hold for each of them.
protocol FuzzTarget: Sendable {
  /// Stops the process (``require(_:_:)``) at the first property that the input breaks.
  func check(_ input: [UInt8])

  /// What the product makes of the input, for whoever compares it with another program; nil where there is none.
  func answer(to input: [UInt8]) -> String?
}

extension FuzzTarget {
  func answer(to input: [UInt8]) -> String? { nil }
}

/// Stops the process, by which libFuzzer knows that the input is to be kept, where a property does not hold.
func require(_ holds: Bool, _ property: @autoclosure () -> String) {
  if !holds { fatalError("broken: \(property())") }
}
