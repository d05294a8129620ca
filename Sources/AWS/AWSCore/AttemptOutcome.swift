import HTTPTransport
import JSON

/// What one attempt came to.
enum AttemptOutcome {
  case success(JSONValue)
  case failure(AttemptFailure)

  init(_ result: Result<HTTPResponse, TransportError>) {
    switch result {
    case .failure(let error):
      self = .failure(AttemptFailure(error))
    case .success(let response):
      self.init(response)
    }
  }

  private init(_ response: HTTPResponse) {
    // DynamoDB guards its answers by a checksum: a damaged one must be taken for no answer, whatever it seems to say.
    if let checksum = response.headers["x-amz-crc32"], UInt32(checksum) != CRC32.checksum(response.body) {
      self = .failure(AttemptFailure(malformed: "x-amz-crc32 does not match the body", response))
    } else if response.status == 200 {
      self.init(body: response)
    } else {
      self = .failure(AttemptFailure(ServiceError(response), response))
    }
  }

  /// An operation without output may answer with no body at all.
  private init(body response: HTTPResponse) {
    if response.body.isEmpty {
      self = .success(.object(JSONObject()))
      return
    }
    do {
      self = .success(try JSONValue(parsing: response.body))
    } catch {
      self = .failure(AttemptFailure(malformed: "body is not JSON: \(error)", response))
    }
  }
}
