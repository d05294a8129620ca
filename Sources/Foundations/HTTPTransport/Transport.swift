/// Sends HTTP requests and waits for their answers. Not for use from several threads.
public protocol Transport: AnyObject {
  /// Sends all requests at once and returns when each has its answer or its error, in the order of `requests`.
  ///
  /// Dispensable requests hold the others up by 100 ms at most: after that they end with a time-out.
  func perform(_ requests: [HTTPRequest]) -> [Result<HTTPResponse, TransportError>]
}

extension Transport {
  /// Sends one request and waits for its answer.
  public func perform(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    guard let result = perform([request]).first else {
      throw TransportError(kind: .other, message: "the transport gave no result", mayHaveExecuted: true)
    }
    return try result.get()
  }
}
