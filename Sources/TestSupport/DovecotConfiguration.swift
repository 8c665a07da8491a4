import Foundation

extension DovecotServer {
    /// The configuration file of a server for tests: everything below one folder, passwords in a file, maildirs.
    func configuration(plaintextLogin: Bool, offering: Offering) -> String {
        let owner = Self.mailOwner
        return """
            protocols = imap
            listen = 127.0.0.1
            base_dir = \(directory)/run
            state_dir = \(directory)/state
            log_path = \(directory)/dovecot.log
            ssl = yes
            ssl_cert = <\(certificateFile)
            ssl_key = <\(directory)/key.pem
            disable_plaintext_auth = \(plaintextLogin ? "no" : "yes")
            auth_mechanisms = plain login
            passdb {
              driver = passwd-file
              args = scheme=PLAIN username_format=%u \(directory)/users
            }
            userdb {
              driver = static
              args = uid=\(owner.uid) gid=\(owner.gid) home=\(directory)/mail/%u
            }
            first_valid_uid = 1
            first_valid_gid = 1
            mail_location = maildir:~/Maildir
            mail_fsync = never
            namespace inbox {
              inbox = yes
              separator = /
            \(specialFolders)
            }
            protocol imap {
              mail_max_userip_connections = 100
            }
            service imap-login {
              inet_listener imap {
                port = \(port)
              }
              inet_listener imaps {
                port = \(tlsPort)
                ssl = yes
              }
              service_count = 0
              process_min_avail = 1
            }
            \(offering == .everything ? plugins : "")
            \(getuid() == 0 ? "" : unprivileged(user: owner.user, group: owner.group))

            """
    }

    /// All plugins that add to what IMAP offers, bounds and places for what they keep.
    private var plugins: String {
        """
        mailbox_list_index = yes
        mail_plugins = quota acl zlib notify virtual
        mail_attribute_dict = file:%h/attributes
        namespace others {
          type = shared
          separator = /
          prefix = Others/%%u/
          location = maildir:%%h/Maildir:INDEXPVT=~/others/%%u
          subscriptions = no
          list = children
        }
        namespace public {
          type = public
          separator = /
          prefix = Public/
          location = maildir:\(directory)/public:INDEXPVT=~/public
          subscriptions = no
          list = children
        }
        protocol imap {
          mail_plugins = $mail_plugins imap_quota imap_acl imap_zlib
          imap_metadata = yes
        }
        plugin {
          quota = maildir:User quota
          quota_rule = *:storage=100M:messages=1000
          acl = vfile
          acl_shared_dict = file:\(directory)/rights/shared
        }
        """
    }

    private var specialFolders: String {
        ["Archive", "Drafts", "Junk", "Sent", "Trash"].map { name in
            """
              mailbox \(name) {
                auto = subscribe
                special_use = \\\(name)
              }
            """
        }.joined(separator: "\n")
    }

    /// What Dovecot needs to run without root: one user for everything, and no change of root directory.
    private func unprivileged(user: String, group: String) -> String {
        """
        default_internal_user = \(user)
        default_internal_group = \(group)
        default_login_user = \(user)
        service anvil {
          chroot =
        }
        service imap-login {
          chroot =
        }
        service stats {
          chroot =
        }
        """
    }
}
