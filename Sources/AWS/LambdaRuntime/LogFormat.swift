/// The formats of `AWS_LAMBDA_LOG_FORMAT`.
public enum LogFormat: String, Sendable {
  case json = "JSON"
  case text = "Text"
}
