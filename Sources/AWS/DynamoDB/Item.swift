/// A whole item, or the key attributes of one.
public typealias Item = AttributeMap
