import Environment

/// All that a client of one service has to know.
public struct AWSClientConfiguration: Sendable {
  public var service: AWSService
  public var region: String
  public var endpoint: Endpoint
  public var credentials: Credentials
  public var retryPolicy: RetryPolicy
  /// How long a connection may take to open, TLS included, in milliseconds.
  public var connectTimeoutMilliseconds = 1_000
  /// How long one attempt may take as a whole, in milliseconds. The caller's deadline can only shorten it.
  public var attemptTimeoutMilliseconds = 5_000

  public init(service: AWSService, region: String, endpoint: Endpoint, credentials: Credentials) {
    self.service = service
    self.region = region
    self.endpoint = endpoint
    self.credentials = credentials
    retryPolicy = service.retryPolicy
  }

  /// Reads `AWS_REGION`, the credentials, the endpoint variables and `AWS_MAX_ATTEMPTS` (optional, at least 1).
  public init(service: AWSService, environment: EnvironmentVariables) throws(ConfigurationError) {
    let region: String
    let credentials: Credentials
    do {
      region = try environment.required("AWS_REGION")
      credentials = try Credentials(environment)
    } catch {
      throw ConfigurationError(error)
    }
    self.init(
      service: service, region: region,
      endpoint: try Endpoint(service: service, region: region, environment: environment), credentials: credentials)
    if let text = environment["AWS_MAX_ATTEMPTS"] {
      guard let attempts = Int(text), attempts >= 1 else {
        throw .invalid(variable: "AWS_MAX_ATTEMPTS", value: text, expected: "a whole number from 1")
      }
      retryPolicy.maxAttempts = attempts
    }
  }
}
