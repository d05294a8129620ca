import AWSCore

extension AWSService {
  /// Amazon DynamoDB, API version 2012-08-10.
  public static let dynamoDB = AWSService(
    signingName: "dynamodb", hostPrefix: "dynamodb", endpointVariableSuffix: "DYNAMODB",
    targetPrefix: "DynamoDB_20120810", jsonVersion: "1.0", retryPolicy: .dynamoDB)
}
