import JSON

extension EnvelopeKind {
  /// Recognises the sender of an event by the members only it sends.
  /// - Throws: `unsupportedEvent` for an event of another service, which would else be read as a bad bare request and be
  ///   answered instead of failing.
  init(of event: JSONObject) throws(EnvelopeError) {
    if let context = event["requestContext"]?.object, let kind = EnvelopeKind(context: context, event: event) {
      self = kind
      return
    }
    if let words = Self.foreignSource(of: event) {
      throw EnvelopeError(.unsupportedEvent(words), kind: .bare)
    }
    self = event["body"] == nil ? .bare : .bodyOnly
  }

  private init?(context: JSONObject, event: JSONObject) {
    if context["elb"] != nil {
      self = .loadBalancer(multiValueHeaders: event["multiValueHeaders"]?.object != nil)
    } else if context["http"]?.object != nil {
      let isFunctionURL = (context["domainName"]?.string).map(Self.isFunctionURLHost) ?? false
      self = isFunctionURL ? .functionURL : .httpAPI
    } else if event["httpMethod"] != nil {
      self = .restAPI
    } else {
      return nil
    }
  }

  /// `<id>.lambda-url.<region>.on.aws`
  private static func isFunctionURLHost(_ domain: String) -> Bool {
    domain.split(separator: ".").contains("lambda-url")
  }

  private static func foreignSource(of event: JSONObject) -> String? {
    if let records = event["Records"]?.array ?? event["records"]?.array {
      let source = records.first?["eventSource"]?.string ?? records.first?["EventSource"]?.string
      return "a batch of records (\(Self.known(source)))"
    }
    if event["detail-type"] != nil && event["detail"] != nil { return "an EventBridge event" }
    if event["awslogs"] != nil { return "a CloudWatch Logs batch" }
    if event["alarmData"] != nil { return "a CloudWatch alarm" }
    if event["requestContext"]?["connectionId"] != nil { return "a WebSocket message" }
    return nil
  }

  /// Only names of AWS's own are repeated in messages.
  private static func known(_ source: String?) -> String {
    let names = ["aws:sqs", "aws:sns", "aws:dynamodb", "aws:kinesis", "aws:s3"]
    return names.first { $0 == source } ?? "of another service"
  }
}
