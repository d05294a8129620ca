/// What tells one AWS service of the JSON protocols from another.
public struct AWSService: Hashable, Sendable {
  /// The name in the signature's scope and in errors: `dynamodb`, `events`.
  public let signingName: String
  /// The first label of its host name.
  public let hostPrefix: String
  /// The end of its `AWS_ENDPOINT_URL_` variable: `DYNAMODB`, `EVENTBRIDGE`.
  public let endpointVariableSuffix: String
  /// What stands before the operation in `X-Amz-Target`.
  public let targetPrefix: String
  /// The version of the AWS JSON protocol: `1.0` or `1.1`.
  public let jsonVersion: String
  public let retryPolicy: RetryPolicy

  public init(
    signingName: String, hostPrefix: String, endpointVariableSuffix: String, targetPrefix: String,
    jsonVersion: String, retryPolicy: RetryPolicy = .standard
  ) {
    self.signingName = signingName
    self.hostPrefix = hostPrefix
    self.endpointVariableSuffix = endpointVariableSuffix
    self.targetPrefix = targetPrefix
    self.jsonVersion = jsonVersion
    self.retryPolicy = retryPolicy
  }
}
