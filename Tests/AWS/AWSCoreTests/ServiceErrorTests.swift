import AWSCore
import Testing

@Suite struct ServiceErrorTests {
  @Test(
    arguments: [
      ("ThrottlingException", true), ("ProvisionedThroughputExceededException", true), ("RequestLimitExceeded", true),
      ("RequestThrottled", true), ("ConditionalCheckFailedException", false), ("InternalServerError", false),
    ])
  func throttlingIsToldFromOtherRefusals(code: String, isThrottling: Bool) {
    #expect(ServiceError(code: code, message: "", status: 400).isThrottling == isThrottling)
  }
}
