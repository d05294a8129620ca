import AWSCore

extension AWSService {
  /// Amazon SQS in its AWS JSON protocol ("Making requests with the AWS JSON protocol", SQS developer guide).
  public static let sqs = AWSService(
    signingName: "sqs", hostPrefix: "sqs", endpointVariableSuffix: "SQS", targetPrefix: "AmazonSQS",
    jsonVersion: "1.0")
}
