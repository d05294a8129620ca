import HTTPTransport
import JSON

/// What one attempt came to.
enum AttemptOutcome {
  case success(JSONValue)
  case failure(AttemptFailure)

  /// - Parameter reader: takes the body of a success, whose JSON value is null then.
  init(_ result: Result<HTTPResponse, TransportError>, reader: (any AnswerReader)? = nil) {
    switch result {
    case .failure(let error):
      self = .failure(AttemptFailure(error))
    case .success(let response):
      self.init(response, reader)
    }
  }

  private init(_ response: HTTPResponse, _ reader: (any AnswerReader)?) {
    // DynamoDB guards its answers by a checksum: a damaged one must be taken for no answer, whatever it seems to say.
    if let checksum = response.headers["x-amz-crc32"], UInt32(checksum) != CRC32.checksum(response.body) {
      self = .failure(AttemptFailure(malformed: "x-amz-crc32 does not match the body", response))
    } else if response.status == 200 {
      self.init(body: response, reader)
    } else {
      self = .failure(AttemptFailure(ServiceError(response), response))
    }
  }

  /// An operation without output may answer with no body at all.
  private init(body response: HTTPResponse, _ reader: (any AnswerReader)?) {
    do {
      if let reader {
        try reader.read(response.body)
        self = .success(.null)
      } else {
        self = .success(response.body.isEmpty ? [:] : try JSONValue(parsing: response.body))
      }
    } catch {
      self = .failure(AttemptFailure(malformed: "body is not JSON: \(error)", response))
    }
  }
}
