import IMAPWire

// The arguments of commands are those of the grammar; whoever calls a command need not import that for them.

package typealias SearchKey = IMAPWire.SearchKey
package typealias SearchReturn = IMAPWire.SearchReturn
package typealias SearchSource = IMAPWire.SearchSource
package typealias SortKey = IMAPWire.SortKey
package typealias ThreadAlgorithm = IMAPWire.ThreadAlgorithm
package typealias PartialRange = IMAPWire.PartialRange
package typealias WireDay = IMAPWire.WireDay
package typealias StatusItem = IMAPWire.StatusItem
package typealias ListSelection = IMAPWire.ListSelection
package typealias NotifyGroup = IMAPWire.NotifyGroup
package typealias MetadataDepth = IMAPWire.MetadataDepth
package typealias RightsChange = IMAPWire.RightsChange
package typealias AccessRights = IMAPWire.AccessRights
package typealias QuotaLimit = IMAPWire.QuotaLimit
package typealias QuotaResource = IMAPWire.QuotaResource
package typealias SpecialUse = IMAPWire.SpecialUse
package typealias CatenatePart = IMAPWire.CatenatePart
package typealias Namespace = IMAPWire.Namespace
package typealias Namespaces = IMAPWire.NamespaceResponse
