import AWSCore

extension AWSService {
  /// Amazon EventBridge, API version 2015-10-07.
  public static let eventBridge = AWSService(
    signingName: "events", hostPrefix: "events", endpointVariableSuffix: "EVENTBRIDGE", targetPrefix: "AWSEvents",
    jsonVersion: "1.1", hasPlainDualStackFIPSHost: true)
}
