import HTTPTransport

/// A transport that answers from a closure and records what it was asked.
public final class ScriptedTransport: Transport {
  public typealias Answer = Result<HTTPResponse, TransportError>

  /// All requests, in the order in which they came.
  public private(set) var requests: [HTTPRequest] = []
  /// How many requests each round trip held.
  public private(set) var waves: [Int] = []
  private let answer: (HTTPRequest, Int) -> Answer

  /// - Parameter answer: gets each request and its number, from 0.
  public init(_ answer: @escaping (HTTPRequest, Int) -> Answer) {
    self.answer = answer
  }

  /// Gives the answers in turn, the last one for ever.
  public convenience init(_ answers: [Answer]) {
    self.init { _, number in
      guard let last = answers.last else {
        return .failure(TransportError(kind: .other, message: "no answer scripted", mayHaveExecuted: false))
      }
      return number < answers.count ? answers[number] : last
    }
  }

  public func perform(_ requests: [HTTPRequest]) -> [Answer] {
    waves.append(requests.count)
    return requests.map { request in
      let number = self.requests.count
      self.requests.append(request)
      return answer(request, number)
    }
  }
}

extension Result where Success == HTTPResponse, Failure == TransportError {
  /// An answer with a JSON (or any) text as its body.
  public static func response(_ status: Int, _ body: String = "", headers: [String: String] = [:]) -> Self {
    let fields = headers.map { HTTPHeader(name: $0.key, value: $0.value) }
    return .success(HTTPResponse(status: status, headers: HTTPHeaders(fields), body: Array(body.utf8)))
  }

  /// No answer.
  public static func failure(_ kind: TransportError.Kind, mayHaveExecuted: Bool) -> Self {
    .failure(TransportError(kind: kind, message: "scripted", mayHaveExecuted: mayHaveExecuted))
  }
}
