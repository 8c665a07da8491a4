import Foundation

extension CyrusServer {
    /// What `imapd.conf` says: each option that makes the server offer more is on.
    var serverConfiguration: String {
        let owner = DovecotServer.mailOwner
        return """
            configdirectory: \(directory)/configuration
            defaultpartition: default
            partition-default: \(directory)/spool
            admins: \(Self.administrator)
            cyrus_user: \(owner.user)
            cyrus_group: \(owner.group)
            sasl_pwcheck_method: alwaystrue
            sasl_mech_list: PLAIN LOGIN
            allowplaintext: yes
            virtdomains: off
            altnamespace: yes
            unixhierarchysep: yes
            idlesocket: \(directory)/run/idle
            conversations: yes
            annotation_allow_undefined: yes
            annotation_enable_legacy_commands: yes
            autocreate_users: anyone
            autocreate_quota: 100000
            autocreate_inbox_folders: Archive|Drafts|Junk|Sent|Trash
            xlist-archive: Archive
            xlist-drafts: Drafts
            xlist-junk: Junk
            xlist-sent: Sent
            xlist-trash: Trash
            imapidlepoll: 1
            maxmessagesize: 50000000
            search_engine: xapian
            defaultsearchtier: t1
            t1searchpartition-default: \(directory)/search
            syslog_prefix: martlet

            """
    }

    /// What `cyrus.conf` says: which processes there are.
    var processConfiguration: String {
        let options = "-C \(directory)/imapd.conf"
        return """
            START {
              recover cmd="\(directory)/bin/ctl_cyrusdb \(options) -r"
            }
            SERVICES {
              imap cmd="\(directory)/bin/imapd \(options)" listen="127.0.0.1:\(port)" prefork=1 proto=tcp4
            }
            EVENTS {
            }
            DAEMON {
              idled cmd="\(directory)/bin/idled \(options)"
            }

            """
    }
}
