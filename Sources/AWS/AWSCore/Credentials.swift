import Environment

/// AWS credentials, long-lived or of a role's session. Their text form never shows the secrets.
public struct Credentials: Hashable, Sendable {
  /// The key's public name.
  public let accessKeyID: String
  let secretAccessKey: String
  /// Present for temporary credentials, as every Lambda function has them.
  let sessionToken: String?

  public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }

  /// Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` (optional; empty means absent).
  public init(_ environment: EnvironmentVariables) throws(MissingVariable) {
    self.init(
      accessKeyID: try environment.required("AWS_ACCESS_KEY_ID"),
      secretAccessKey: try environment.required("AWS_SECRET_ACCESS_KEY"),
      sessionToken: environment["AWS_SESSION_TOKEN"])
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "Credentials(\(accessKeyID))" }
  public var debugDescription: String { description }
  /// Without this, `dump` and test failures would print the secret.
  public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
