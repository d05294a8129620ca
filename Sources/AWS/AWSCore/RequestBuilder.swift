import Environment
import HTTPTransport

/// Makes the signed HTTP request of one attempt (Smithy, "AWS JSON 1.0 and 1.1 protocols").
struct RequestBuilder {
  private let configuration: AWSClientConfiguration
  private let signer: RequestSigner
  private let contentType: HTTPHeader

  init(_ configuration: AWSClientConfiguration) {
    self.configuration = configuration
    signer = RequestSigner(region: configuration.region, service: configuration.service.signingName)
    contentType = HTTPHeader(
      name: "Content-Type", value: "application/x-amz-json-\(configuration.service.jsonVersion)")
  }

  /// - Parameter remainingMilliseconds: until the caller's deadline, which may cut the attempt short.
  func request(_ pending: PendingCall, signedAt time: Timestamp, remainingMilliseconds: Int64?) -> HTTPRequest {
    let target = HTTPHeader(
      name: "X-Amz-Target", value: "\(configuration.service.targetPrefix).\(pending.call.operation)")
    let remaining = remainingMilliseconds.map { Int($0) } ?? Int.max
    var request = HTTPRequest(
      method: "POST", url: configuration.endpoint.url, headers: [contentType, target],
      body: pending.call.body, connectTimeoutMilliseconds: configuration.connectTimeoutMilliseconds,
      totalTimeoutMilliseconds: min(configuration.attemptTimeoutMilliseconds, remaining),
      isDispensable: pending.call.isDispensable)
    signer.sign(&request, credentials: configuration.credentials, at: time)
    return request
  }
}
