import Testing

extension Trait where Self == ConditionTrait {
  /// Runs a test or suite only where the named conformance data is; elsewhere it shows as skipped for the want of it.
  public static func conformance(_ path: String) -> Self {
    .enabled(if: ConformanceData.has(path), "conformance data is absent: \(path)")
  }
}
