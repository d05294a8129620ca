/// Who wrapped the request, and so what form the answer must have.
public enum EnvelopeKind: Hashable, Sendable {
  /// The event is the request itself, as `aws lambda invoke` sends it.
  case bare
  /// Only `{"body", "isBase64Encoded"}`, without a gateway's context.
  case bodyOnly
  /// API Gateway with payload format 1.0: a REST API, or an HTTP API set to that format.
  case restAPI
  /// API Gateway HTTP API with payload format 2.0.
  case httpAPI
  /// A Lambda function URL, which sends payload format 2.0.
  case functionURL
  /// An Application Load Balancer; the answer must use multi-value headers exactly if the request does.
  case loadBalancer(multiValueHeaders: Bool)
}
