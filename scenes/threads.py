import threading

def count(name):
    print(name, "one")
    print(name, "two")
    print(name, "three")

a = threading.Thread(target=count, args=("a",))
b = threading.Thread(target=count, args=("b",))
a.start()
b.start()
a.join()
b.join()
print("both are done")
