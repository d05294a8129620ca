/// What this runtime calls itself.
public enum RuntimeVersion {
  public static let number = "1.0.0"

  /// The value of `User-Agent` in calls of the Runtime API. Lambda keeps the first word of it, so it has no space.
  public static let userAgent = "swift-eventsourcing/\(number)-swift\(compiler)"

  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #elseif compiler(>=6.2)
      "6.2"
    #elseif compiler(>=6.1)
      "6.1"
    #else
      "6.0"
    #endif
  }
}
