/// What one command may ask for.
enum CommandLimits {
  /// The most events in one command.
  static let maximumEvents = 50
}
