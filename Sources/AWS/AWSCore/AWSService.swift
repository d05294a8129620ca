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
  /// Whether also its dual-stack hosts in GovCloud are FIPS endpoints under their plain name, as its other hosts there.
  let hasPlainDualStackFIPSHost: Bool

  public init(
    signingName: String, hostPrefix: String, endpointVariableSuffix: String, targetPrefix: String,
    jsonVersion: String, retryPolicy: RetryPolicy = .standard, hasPlainDualStackFIPSHost: Bool = false
  ) {
    self.signingName = signingName
    self.hostPrefix = hostPrefix
    self.endpointVariableSuffix = endpointVariableSuffix
    self.targetPrefix = targetPrefix
    self.jsonVersion = jsonVersion
    self.retryPolicy = retryPolicy
    self.hasPlainDualStackFIPSHost = hasPlainDualStackFIPSHost
  }

  /// Whether a FIPS endpoint has the plain host name, without `-fips`. In GovCloud all endpoints of our services are FIPS
  /// endpoints (the services' endpoint rule sets in AWS's SDKs).
  func hasPlainFIPSHost(in partition: Partition, isDualStack: Bool) -> Bool {
    partition.name == "aws-us-gov" && (!isDualStack || hasPlainDualStackFIPSHost)
  }
}
