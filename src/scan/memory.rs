//! How much memory a process and those it started hold.

use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// Resident bytes of `root` and of its descendants.
pub(super) fn of_family(system: &mut System, root: u32) -> u64 {
    let what = ProcessRefreshKind::nothing().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, what);
    let root = Pid::from_u32(root);
    let mut bytes = 0;
    for (pid, process) in system.processes() {
        // A thread has the memory of its process.
        if process.thread_kind().is_none() && is_of(system, *pid, root) {
            bytes += process.memory();
        }
    }
    bytes
}

fn is_of(system: &System, mut pid: Pid, root: Pid) -> bool {
    for _ in 0..32 {
        if pid == root {
            return true;
        }
        match system.process(pid).and_then(sysinfo::Process::parent) {
            Some(parent) => pid = parent,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_counts_its_children() {
        let mut child = std::process::Command::new("sleep").arg("30").spawn().unwrap();
        let mut system = System::new();
        let all = of_family(&mut system, std::process::id());
        let one = of_family(&mut system, child.id());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(one > 0 && all > one, "{all} {one}");
    }
}
